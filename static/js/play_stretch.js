// Plays one stretch of a recording and stops at its end.
document.querySelectorAll("[data-stretch]").forEach((box) => {
  const player = box.querySelector("video, audio");
  const button = box.querySelector("[data-play]");
  const from = Number(box.dataset.from);
  const to = Number(box.dataset.to);
  let playing = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    playing = true;
    player.currentTime = from;
    player.play();
  });
  player.addEventListener("timeupdate", () => {
    if (playing && player.currentTime >= to) {
      playing = false;
      player.pause();
    }
  });
});
