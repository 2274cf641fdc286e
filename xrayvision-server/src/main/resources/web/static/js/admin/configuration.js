/* The configuration as it was loaded, with where each value comes from; secrets never leave the server. */
import { h, chip } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { get } from '../api.js';
import { head, table, empty } from './parts.js';

const NOTES = { not_used: 'warn', no_rule: 'warn' };

function value(entry) {
  if (entry.secret) {
    return entry.given ? chip(t('ad.c.secret'), 'key') : h('span', { class: 'na' }, '—');
  }
  return entry.value == null ? h('span', { class: 'na' }, '—') : h('span', {}, entry.value);
}

function from({ kind, source, line }) {
  const file = source ? source.split('/').pop() : '';
  const place = kind === 'file' || kind === 'shipped' ? file + (line ? `:${line}` : '') : source;
  return h('span', { title: source }, t(`ad.c.from.${kind}`, { place: place || '' }));
}

const row = entry =>
  h(
    'tr',
    { 'data-config': `${entry.section}.${entry.key}`, 'data-from': entry.from.kind },
    h('th', { scope: 'row', class: 'mono' }, `[${entry.section}] ${entry.key}`),
    h('td', { class: 'val' }, value(entry), entry.note && chip(t(`ad.c.note.${entry.note}`), 'warn', NOTES[entry.note])),
    h('td', {}, from(entry.from)),
  );

export async function configuration({ title }) {
  const { entries, warnings } = await get('/api/admin/config');
  const words = h('input', { type: 'search', name: 'filter', autocomplete: 'off' });
  const set = h('input', { type: 'checkbox', name: 'set' });
  const list = h('div');

  function draw() {
    const text = words.value.trim().toLowerCase();
    const shown = entries.filter(one => (!set.checked || (one.from.kind !== 'default' && one.from.kind !== 'shipped')) && (!text || `[${one.section}] ${one.key} ${one.value || ''}`.toLowerCase().includes(text)));
    list.replaceChildren(shown.length ? table(title, [['ad.c.key'], ['ad.c.value'], ['ad.c.source']], shown.map(row)) : empty(t('ad.c.none')));
  }
  words.addEventListener('input', draw);
  set.addEventListener('change', draw);
  draw();
  const form = h('form', { class: 'row', 'aria-label': t('f.filters') }, h('label', { class: 'grow' }, t('ad.c.search'), words), h('label', { class: 'row' }, set, t('ad.c.set')));
  form.addEventListener('submit', event => event.preventDefault());
  return {
    content: [
      head(title, t('ad.c.sub')),
      warnings.length > 0 && h('div', {}, h('h3', {}, t('ad.c.warnings', { n: warnings.length })), h('ul', { class: 'msgs' }, warnings.map(one => h('li', { lang: 'en' }, one)))),
      form,
      list,
    ].filter(Boolean),
  };
}
