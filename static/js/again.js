// Something is being made in the background: look again until it is ready, but not while somebody is typing here.
const SECONDS = 3

setTimeout(function again() {
  if (document.activeElement?.matches("input, textarea, select")) setTimeout(again, SECONDS * 1000)
  else location.reload()
}, SECONDS * 1000)
