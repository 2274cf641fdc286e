/* The words of the page in two languages, by the browser's language or the person's choice. */
import { isMixed, memory, straight } from './dom.js';

let words = {};
let plural = new Intl.PluralRules('en');
export let lang = 'en';

const browser = () => (navigator.language.toLowerCase().startsWith('ro') ? 'ro' : 'en');

export async function load() {
  lang = (memory.get('lang') || browser()) === 'ro' ? 'ro' : 'en';
  document.documentElement.lang = lang;
  plural = new Intl.PluralRules(lang);
  const get = async name => (await fetch(`/static/login/i18n/${name}.json`)).json();
  const [base, own] = await Promise.all([get('en'), get(lang)]);
  words = { ...base, ...own };
  for (const element of document.querySelectorAll('[data-i18n]')) {
    element.textContent = t(element.dataset.i18n);
  }
}

/* What is filled in may be written from right to left: it is kept apart from the words around it. */
function isolated(value) {
  const text = straight(String(value));
  return isMixed(text) ? `\u2068${text}\u2069` : text;
}

/* t('age', {n: 2}): {n} is filled in; several forms are chosen from by n (Romanian has one, few, other). */
export function t(key, args = {}) {
  let word = words[key] ?? key;
  if (typeof word === 'object') {
    word = word[plural.select(args.n)] ?? word.other;
  }
  return word.replace(/\{(\w+)\}/g, (all, name) => (args[name] == null ? all : isolated(args[name])));
}

export const has = key => key in words;

const locale = () => (lang === 'ro' ? 'ro-RO' : 'en-GB');

export const num = (value, digits = 0) =>
  value == null
    ? '—'
    : new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/* An exam's own time is the site's and has no zone: it is shown as it stands. */
export const siteTime = created => created.slice(11, 16);
export const siteDay = created =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${created.slice(0, 10)}T00:00:00Z`),
  );

/* An instant, in the browser's zone. */
export const clock = instant =>
  new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));
export const dayAndTime = instant =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
export const day = instant => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(instant));

/* How long something took: 0.3 s, 2 min 58 s, 1 h 5 min. */
export function duration(seconds) {
  if (seconds < 60) {
    return `${num(seconds, 1)} s`;
  }
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${num(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
