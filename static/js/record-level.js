// How loud it is, as a meter and in words. The words change only when what they say has been so for a while.

const QUIET = 0.015; // root mean square; speech a forearm away lies around 0.05
const SILENT = 0.0008;
const SURE = { heard: 400, quiet: 2500, silent: 4000 }; // milliseconds
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function loudness(analyser, samples) {
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

// Speech has pauses: what counts is the loudest moment of the last two seconds.
class Lately {
  #moments = [];

  loudest(now, level) {
    this.#moments.push({ now, level });
    this.#moments = this.#moments.filter((moment) => now - moment.now < 2000);
    return Math.max(...this.#moments.map((moment) => moment.level));
  }
}

// SHOW(level from 0 to 1) often, SAY("heard" | "quiet" | "silent") at each change. Gives back what ends it.
export function listen(stream, { show, say }) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const lately = new Lately();
  let said = "";
  let thought = "";
  let since = 0;

  const look = () => {
    const now = performance.now();
    const level = loudness(analyser, samples);
    const loudest = lately.loudest(now, level);
    show(Math.min(1, Math.sqrt(level * 4)));
    const word = loudest > QUIET ? "heard" : loudest > SILENT ? "quiet" : "silent";
    if (word !== thought) [thought, since] = [word, now];
    if (word !== said && now - since >= SURE[word]) say((said = word));
  };
  const timer = setInterval(look, calm.matches ? 500 : 100);
  return () => {
    clearInterval(timer);
    context.close();
  };
}
