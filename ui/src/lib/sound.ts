// The chime of money arriving. Two notes up; nothing else in Cobro makes a sound.

const NOTES = [
  { hertz: 659.25, at: 0 },
  { hertz: 987.77, at: 0.11 },
];
const LENGTH_S = 0.45;
const LOUDNESS = 0.18;

let context: AudioContext | null = null;

/** Plays the chime where the machine can; a till without sound still shows the colour. */
export async function chime(): Promise<void> {
  try {
    context ??= new AudioContext();
    await context.resume();
    for (let note of NOTES) {
      play(context, note.hertz, context.currentTime + note.at);
    }
  } catch {
    context = null;
  }
}

function play(audio: AudioContext, hertz: number, at: number): void {
  let tone = audio.createOscillator();
  let volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_S);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LENGTH_S);
}
