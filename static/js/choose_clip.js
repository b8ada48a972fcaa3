// Marking words with the mouse sets the form's first and last word. Without this the lines' own buttons do.
const form = document.querySelector("[data-choose-clip]");

function wordAt(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest("[data-first]") ?? null;
}

function marked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !form.contains(selection.anchorNode)) return [];
  return [...form.querySelectorAll("[data-first]")].filter((word) => selection.containsNode(word, true));
}

function keep(name, value) {
  form.querySelectorAll(`input[type="radio"][name="${name}"]`).forEach((radio) => (radio.checked = false));
  let field = form.querySelector(`input[type="hidden"][name="${name}"]`);
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name });
    form.append(field);
  }
  field.value = value;
}

function choose(words) {
  keep("first", words[0].dataset.first);
  keep("last", words.at(-1).dataset.last);
  form.querySelectorAll("[data-marked]").forEach((word) => word.removeAttribute("data-marked"));
  words.forEach((word) => word.setAttribute("data-marked", ""));
  form.querySelector("[data-chosen]").textContent = words.map((word) => word.textContent).join(" ").slice(0, 120);
}

if (form) {
  document.addEventListener("selectionchange", () => {
    const words = marked();
    if (words.length) choose(words);
  });
  // A line that is chosen by its own button takes the place of what was marked.
  form.addEventListener("change", (event) => {
    form.querySelector(`input[type="hidden"][name="${event.target.name}"]`)?.remove();
    form.querySelectorAll("[data-marked]").forEach((word) => word.removeAttribute("data-marked"));
  });
  form.addEventListener("dblclick", (event) => {
    const word = wordAt(event.target);
    if (word) choose([word]);
  });
}
