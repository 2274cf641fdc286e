/* Views: an address with a name. Some are always there; others are kept in this browser. */
import { h, icon, btn, memory, $$ } from '/static/login/dom.js';
import { t, num } from '/static/login/i18n.js';
import { get } from './api.js';
import { current, href } from './filters.js';

const FIXED = [
  ['all', {}],
  ['todo', { reviewed: 'no', status: 'done' }],
  ['positive', { positive: 'yes' }],
  ['disagree', { correct: 'no' }],
  ['progress', { status: 'none,queued,requeue,processing,check' }],
  ['problems', { status: 'error,ignore' }],
];
const MOST = 12;
const LONGEST_NAME = 40;
const KEY = 'views';
const MOST_SHOWN = 999;
const RECOUNT_MILLIS = 10000;

/* Whose views these are: a name that one looked for is nobody else's to read. */
let key = KEY;

/* Views of other accounts, and of this one when it saw more, are forgotten. */
export function viewsOf({ USER_NAME, MASKED }) {
  key = `${KEY}.${MASKED ? 'masked' : 'named'}.${USER_NAME}`;
  memory.forget(KEY, key);
}

const same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/* [name, address] of those that were kept; what somebody else wrote there is left out. */
function kept() {
  try {
    const found = JSON.parse(memory.get(key) || '[]');
    return found.filter(one => Array.isArray(one) && one.every(part => typeof part === 'string') && one[1].startsWith('/?')).slice(0, MOST);
  } catch {
    return [];
  }
}

const keep = views => memory.set(key, JSON.stringify(views));

/* Asks for a name in place of the button. */
function saver(redraw) {
  const button = btn(t('view.save'), 'down', 'quiet sm', { id: 'save-view' });
  button.addEventListener('click', () => {
    const name = h('input', { name: 'view-name', maxlength: LONGEST_NAME, required: true, 'aria-label': t('view.name'), placeholder: t('view.name') });
    const form = h('form', { class: 'row save' }, name, btn(t('view.keep'), 'check', 'sm', { type: 'submit' }));
    form.addEventListener('submit', event => {
      event.preventDefault();
      const called = name.value.trim();
      if (called) {
        keep([...kept().filter(([other]) => other !== called), [called, href(current())]].slice(-MOST));
        redraw();
      }
    });
    form.addEventListener('keydown', event => event.key === 'Escape' && redraw());
    button.replaceWith(form);
    name.focus();
  });
  return button;
}

/* How many readings each address has, as far as the server has told. */
const counts = new Map();
const shown = n => (n == null ? '' : n > MOST_SHOWN ? `${num(MOST_SHOWN)}+` : num(n));
const count = address => h('b', { 'data-of': address }, shown(counts.get(address)));

let timer = 0;
let counted = -RECOUNT_MILLIS;

async function recountNow() {
  for (const element of $$('.tabs [data-of]')) {
    const address = element.dataset.of;
    try {
      counts.set(address, (await get(`/api/readings/count${address.slice(1)}`)).total);
    } catch {
      counts.delete(address); // the list says what is wrong
    }
    element.textContent = shown(counts.get(address));
  }
}

/* The numbers follow what happens, but not each step of it. */
export function recount() {
  if (!timer && !document.hidden) {
    const wait = counted + RECOUNT_MILLIS - performance.now();
    timer = setTimeout(async () => {
      await recountNow();
      counted = performance.now();
      timer = 0;
    }, Math.max(0, wait));
  }
}

/* redraw(): draws the tabs anew. */
export function tabs(redraw) {
  const filters = current();
  const mine = kept();
  const fixed = FIXED.some(([, view]) => same(view, filters));
  const here = href(filters);
  const own = ([name, address]) =>
    h(
      'span',
      { class: 'own' },
      h('a', { href: address, 'data-go': '', 'aria-current': address === here && 'page' }, name, count(address)),
      h('button', { type: 'button', class: 'btn sq quiet sm', 'aria-label': t('view.forget', { name }), title: t('view.forget', { name }), onclick: () => { keep(kept().filter(([other]) => other !== name)); redraw(); } }, icon('x')),
    );
  return h(
    'nav',
    { class: 'tabs', 'aria-label': t('view.views') },
    FIXED.map(([id, view]) => h('a', { href: href(view), 'data-go': '', 'aria-current': same(view, filters) && 'page' }, t(`view.${id}`), count(href(view)))),
    mine.map(own),
    !fixed && !mine.some(([, address]) => address === here) && saver(redraw),
  );
}
