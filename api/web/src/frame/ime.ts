/** Esc inside a composition ends the word that is being typed; no window may hear it. */
window.addEventListener(
  "keydown",
  (event) => {
    // 229: browsers that name a composition's keys by the code only.
    if (event.code === "Escape" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  },
  true,
);
