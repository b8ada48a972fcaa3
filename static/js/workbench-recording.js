// Playing a recording from a chosen word. Nothing is fetched or heard before an editor asks for it.

let times; // [offset in the text, seconds] of each word, in order

async function load(recording) {
  const response = await fetch(recording.dataset.times, { headers: { Accept: "application/json" } });
  times = response.ok ? await response.json() : [];
}

function secondsAt(offset) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (times[middle][0] <= offset) low = middle;
    else high = middle - 1;
  }
  return times[low]?.[1] ?? 0;
}

async function listenAt(offset) {
  const recording = document.querySelector("[data-times]");
  const player = recording?.querySelector("[data-original]");
  if (!player || offset === null) return;
  if (!times) await load(recording);
  player.closest("details").open = true;
  const moment = Math.max(0, secondsAt(offset) - 0.3);
  const play = () => {
    player.currentTime = moment;
    player.play();
  };
  if (player.readyState) play();
  else {
    player.addEventListener("loadedmetadata", play, { once: true });
    player.preload = "metadata";
    player.load();
  }
}

document.addEventListener("heard:listen", ({ detail }) => listenAt(detail));
