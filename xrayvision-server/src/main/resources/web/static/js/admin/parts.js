/* What the panels of Admin are built of. */
import { h, icon, btn } from '/static/login/dom.js';
import { t, dayAndTime, has } from '/static/login/i18n.js';
import { copy } from '../copy.js';
import { drawer } from '../drawers.js';
import { note } from '../toast.js';

export const head = (title, n, ...end) =>
  h('div', { class: 'h' }, h('h2', { id: 'panel-title' }, title), n != null && h('span', { class: 'n' }, n), end.length > 0 && h('span', { class: 'end' }, end));

/* heads: [[key of its words, class]]; rows: elements. */
export function table(title, heads, rows, extra = '') {
  const columns = heads.map(([key, cls]) => h('th', { scope: 'col', class: cls }, key ? t(key) : h('span', { class: 'vh' }, t('ad.actions'))));
  return h(
    'div',
    { class: 'tw', tabindex: 0, role: 'region', 'aria-label': title },
    h('table', { class: `d ${extra}` }, h('thead', {}, h('tr', {}, columns)), h('tbody', {}, rows)),
  );
}

export const empty = words => h('p', { class: 'mut', 'data-empty': '' }, words);
export const when = (instant, otherwise = '—') =>
  instant ? h('time', { datetime: instant, class: 'nowrap' }, dayAndTime(instant)) : h('span', { class: 'na' }, otherwise);
export const word = (family, name) => (has(`${family}.${name}`) ? t(`${family}.${name}`) : name);

/* What cannot be taken back is asked about once; the answer is a promise of yes or no. */
export function ask(question, yes) {
  return new Promise(resolve => {
    const close = answer => () => {
      dialog.close();
      resolve(answer);
    };
    const no = btn(t('ad.cancel'), null, '', { onclick: close(false) });
    const dialog = h(
      'dialog',
      { class: 'ask', 'aria-labelledby': 'ask-text' },
      h('p', { id: 'ask-text' }, question),
      h('div', { class: 'row' }, no, btn(yes, null, 'pri', { id: 'ask-yes', onclick: close(true) })),
    );
    dialog.addEventListener('cancel', () => resolve(false));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}

/* A password or key that is told this once. */
export function tellSecret(title, text, secret) {
  const take = async () => {
    try {
      await copy(secret);
      note(t('copied'));
    } catch (error) {
      note(error.message, true);
    }
  };
  drawer(title, icon('key'), h('p', {}, text), h('div', { class: 'secret' }, h('code', { id: 'secret' }, secret), btn(t('ad.copy'), 'copy', 'sm', { onclick: take })), h('p', { class: 'mut sm' }, t('ad.once')));
}

/* A button that works once at a time, and says what went wrong. */
export function act(label, ico, task, props = {}) {
  const button = btn(label, ico, 'sm quiet', {
    ...props,
    onclick: async () => {
      button.disabled = true;
      try {
        await task();
      } catch (error) {
        note(t('say.failed', { m: error.message }), true);
      }
      button.disabled = false;
    },
  });
  return button;
}

/* A panel that can load itself anew: draw() gives its content. */
export async function renewable(draw) {
  const box = h('div');
  const renew = async () => box.replaceChildren(...(await draw(renew)).flat().filter(Boolean));
  await renew();
  return { box, renew };
}
