/*
 * Sound, desktop notification and single-key shortcuts: switches of this browser, in the account menu. The first two are off until
 * somebody switches them on by a click, as browsers ask.
 */
import { h, icon, memory } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

const QUIET_MILLIS = 30000;
const NOTE_HERTZ = 660;
const NOTE_SECONDS = 0.35;
const LOUDNESS = 0.12;

const isOn = (name, usual) => (memory.get(name) || usual) === 'on';
let audio = null;
let rung = 0;

/* One short tone. */
function chime() {
  audio = audio || new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = NOTE_HERTZ;
  volume.gain.setValueAtTime(LOUDNESS, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + NOTE_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + NOTE_SECONDS);
}

/* What the browser allows: asked for by the click that switches it on. */
const ASK = {
  sound: async () => {
    chime();
    return true;
  },
  notify: async () => 'Notification' in window && (await Notification.requestPermission()) === 'granted',
  keys: async () => true,
};

function toggle(name, ico, usual) {
  const state = h('span', { class: 'end mut sm' });
  const say = word => {
    button.setAttribute('aria-pressed', String(isOn(name, usual)));
    state.textContent = word || t(isOn(name, usual) ? 'on' : 'off');
  };
  const turn = async () => {
    if (isOn(name, usual)) {
      memory.set(name, 'off');
      say();
    } else if (await ASK[name]().catch(() => false)) {
      memory.set(name, 'on');
      say();
    } else {
      say(t('user.refused'));
    }
  };
  const button = h('button', { type: 'button', id: `switch-${name}`, onclick: turn }, icon(ico), t(`user.${name}`), state);
  say();
  return button;
}

export const switches = () => [toggle('sound', 'bell', 'off'), toggle('notify', 'info', 'off'), toggle('keys', 'key', 'on')];

/* A new positive: a tone (at most one in 30 s) and a notification without a name, as far as they are switched on. */
export function announce(text, open) {
  if (isOn('sound', 'off') && Date.now() - rung > QUIET_MILLIS) {
    rung = Date.now();
    chime();
  }
  if (isOn('notify', 'off') && 'Notification' in window && Notification.permission === 'granted') {
    const shown = new Notification('XRayVision', { body: text, tag: 'positive' });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      open();
    });
  }
}
