// Shows the buttons that print. Without this script the browser's own menu prints the same card.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
