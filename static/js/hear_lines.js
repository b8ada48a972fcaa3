// A line is heard in the player above, and stops at its end. Without this script the browser opens the recording there.
const player = document.querySelector("[data-hear] audio, [data-hear] video");
let end = Infinity;

document.querySelectorAll("a[data-from]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    end = Number(link.dataset.to);
    player.currentTime = Number(link.dataset.from);
    player.play();
  });
});

player?.addEventListener("timeupdate", () => {
  if (player.currentTime >= end) {
    end = Infinity;
    player.pause();
  }
});
