// What is selected in the story stands in the box. Without this script the words are typed.
const story = document.getElementById("words-of-story");
const box = document.querySelector("textarea[name=words]");

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!chosen.isCollapsed && story.contains(chosen.anchorNode) && story.contains(chosen.focusNode)) {
    box.value = chosen.toString().trim();
  }
});
