// A record chosen in the box of a filter filters the list at once; without scripts its button does.
"use strict";

django.jQuery(document).on("select2:select", ".related-filter select", (event) => {
  event.target.form.requestSubmit();
});
