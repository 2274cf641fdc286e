/* What the rules in force make of a protocol's name; nothing is stored. The name stands in the address. */
import { h, chip } from '/static/login/dom.js';
import { t, has } from '/static/login/i18n.js';
import { get } from '../api.js';
import { head, empty } from './parts.js';

const SETTLE_MILLIS = 200;
const LONGEST = 200;

export async function regions({ title }) {
  const given = new URLSearchParams(location.search).get('protocol') || '';
  const name = h('input', { id: 'protocol', name: 'protocol', autocomplete: 'off', maxlength: LONGEST, value: given, placeholder: 'Articulatie pumn PA dr.' });
  const out = h('div', { id: 'reading', role: 'status' });
  let asked = 0;
  let timer = 0;

  const nothing = words => h('span', { class: 'na' }, `— ${words}`);
  const pair = (key, ...value) => [h('dt', {}, t(key)), h('dd', {}, value)];

  function draw(read) {
    const region = has(`region.${read.region}`) ? t(`region.${read.region}`) : read.region;
    const becomes = read.becomes === 'queued' ? chip(t('ad.g.queued'), 'clock', 'ok') : chip(t('ad.g.ignore'), 'ban', 'dash');
    const known = read.region
      ? [
          pair('ad.g.region', h('b', { 'data-region': read.region }, region), ' ', read.supported ? chip(t('ad.g.supported'), 'check', 'ok') : chip(t('ad.g.unsupported'), 'ban', 'warn')),
          pair('ad.g.keyword', h('code', {}, read.keyword), ` [regions] ${read.region}`),
          pair('ad.g.projection', read.projection ? t(`proj.${read.projection}`) : nothing(t('ad.g.noprojection'))),
          pair('ad.g.question', h('span', { lang: 'en' }, read.question)),
        ]
      : [pair('ad.g.region', nothing(t('ad.g.norule')))];
    return h('dl', { class: 'kv mt' }, known, pair('ad.g.becomes', becomes));
  }

  async function look() {
    const number = ++asked;
    const protocol = name.value.trim();
    if (!protocol) {
      out.replaceChildren(empty(t('ad.g.type')));
      return;
    }
    try {
      const read = await get(`/api/regions/test?protocol=${encodeURIComponent(protocol)}`);
      if (number === asked) {
        out.replaceChildren(draw(read));
      }
    } catch (error) {
      if (number === asked) {
        out.replaceChildren(h('p', { class: 'err', role: 'alert' }, t('say.failed', { m: error.message })));
      }
    }
  }

  name.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const protocol = name.value.trim();
      history.replaceState(null, '', `${location.pathname}${protocol ? `?protocol=${encodeURIComponent(protocol)}` : ''}#regions`);
      look();
    }, SETTLE_MILLIS);
  });
  await look();
  return { content: [head(title, t('ad.g.sub')), h('label', {}, t('ad.g.name'), name), out], leave: () => clearTimeout(timer) };
}
