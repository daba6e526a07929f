// Tells under a date and a time what they are in UTC and by the clock of whoever types them.
// Without this module the same stands there for what is stored.

const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;

function shown(moment, timeZone) {
  return moment.toLocaleString("en-GB", { timeZone, day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit" }).replace(" at ", ", ");
}

// How far the clock of a zone is ahead of UTC at a moment, in milliseconds.
function ahead(zone, moment) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric",
    month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" })
    .formatToParts(moment);
  const { year, month, day, hour, minute, second } =
    Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(year, month - 1, day, hour, minute, second) - moment.getTime();
}

// What the server reads: the date and the time by the clock of the site.
function read(date, time, zone) {
  const iso = date.trim().replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1");
  const typed = /^\d{4}-\d{2}-\d{2}$/.test(iso) && /^\d{2}:\d{2}(:\d{2})?$/.test(time.trim());
  const wall = typed ? Date.parse(`${iso}T${time.trim()}Z`) : NaN;
  if (Number.isNaN(wall)) return null;
  const guess = wall - ahead(zone, new Date(wall));
  return new Date(wall - ahead(zone, new Date(guess)));
}

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

for (const told of document.querySelectorAll(".moment-told")) {
  const { zone, words, here } = told.dataset;
  const [date, time] = told.closest(".form-row").querySelectorAll("input");
  let before;
  const tell = () => {
    const typed = `${date.value} ${time.value}`;
    if (typed === before) return;
    before = typed;
    const moment = read(date.value, time.value, zone);
    const said = [];
    if (moment) {
      const [local, utc] = [zone, "UTC"].map((clock) => shown(moment, clock));
      said.push(fill(words, { local, utc, city: told.dataset.city }));
      if (shown(moment, mine) !== local) said.push(fill(here, { local: shown(moment, mine) }));
    }
    told.textContent = said.join(" ");
  };
  told.setAttribute("role", "status");
  tell();
  // The calendar and the clock of the stock admin fill fields in without a word.
  for (const event of ["input", "change", "focusin", "click"]) {
    document.addEventListener(event, () => setTimeout(tell));
  }
}
