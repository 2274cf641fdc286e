/* When PACS are asked next, how it stands with them, and asking them now; the elements stay, so that nobody's typing is disturbed. */
import { h, btn, $ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { post } from './api.js';
import { note } from './toast.js';

const MOST_HOURS = 168;
const LONGEST_CAUSE = 300;
const SECOND_MILLIS = 1000;

const two = n => String(n).padStart(2, '0');

/* 2:41 before the hour, 1:02:41 beyond it. */
function left(instant) {
  const all = Math.max(0, Math.round((Date.parse(instant) - Date.now()) / SECOND_MILLIS));
  const hours = Math.floor(all / 3600);
  return `${hours ? `${hours}:` : ''}${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

/* config: as the server gives it; showFailures: opens the list. */
export function queries(config, showFailures) {
  const mine = new Set();
  const when = h('b', { id: 'next-query' }, '…');
  const causes = h('span', { class: 'causes' });
  const hours = h('input', { type: 'number', class: 'q', id: 'query-hours', min: 1, max: MOST_HOURS, value: config.query_hours || 3, 'aria-label': t('ops.hours') });
  const ask = btn(t('ops.query'), 'search', 'sm', { id: 'query', type: 'submit' });
  const form = h('form', { class: 'row', id: 'query-form', hidden: true }, hours, h('span', { class: 'mut' }, t('ops.hours')), ask);
  let state = null;

  form.addEventListener('submit', async event => {
    event.preventDefault();
    ask.disabled = true;
    try {
      const answer = await post('/api/dicomquery', { hours: Number(hours.value) });
      Object.keys(answer.runs).forEach(name => mine.add(name));
      note(answer.message);
    } catch (error) {
      note(t('say.failed', { m: error.message }), true);
    }
    ask.disabled = false;
  });

  function tick() {
    const pacs = state?.pacs || [];
    const busy = pacs.find(one => one.state !== 'idle');
    const next = pacs.map(one => one.next).sort()[0];
    const words = !state ? '…' : busy ? t(`ops.${busy.state}`) : next ? t('ops.in', { t: left(next) }) : t('ops.disabled');
    if (when.textContent !== words) {
      when.textContent = words;
    }
  }
  setInterval(tick, SECOND_MILLIS);

  function troubles(pacs) {
    const failed = pacs.reduce((sum, one) => sum + one.failed, 0);
    const words = t('ops.unfetched', { n: failed });
    return [
      ...pacs.filter(one => one.trouble).map(one => h('p', { class: 'cause' }, `${one.name}: ${one.trouble.slice(0, LONGEST_CAUSE)}`)),
      failed > 0 && (config.USER_ROLE === 'admin' ? btn(words, 'warn', 'sm quiet', { id: 'unfetched', onclick: showFailures }) : h('p', { class: 'cause' }, words)),
    ].filter(Boolean);
  }

  let shown = '';
  return {
    label: h('span', { class: 'mut' }, t('ops.next')),
    row: h('span', { class: 'row', id: 'queries' }, when, form, causes),
    /* state: the last message of the WebSocket. */
    update(message) {
      state = message;
      const pacs = message?.pacs || [];
      when.title = message?.next_query || '';
      form.hidden = config.USER_ROLE !== 'admin' || pacs.length === 0;
      const facts = JSON.stringify(pacs.map(one => [one.name, one.trouble, one.failed]));
      if (facts !== shown) {
        shown = facts;
        const held = causes.contains(document.activeElement);
        causes.replaceChildren(...troubles(pacs));
        if (held) {
          $('button', causes)?.focus({ preventScroll: true });
        }
      }
      tick();
    },
    /* Who has asked is told how it goes on; a failure stays until it is dismissed. */
    progress(payload) {
      if (!mine.has(payload.pacs)) {
        return;
      }
      const over = payload.state === 'done' || payload.state === 'failed';
      const key = over || payload.state === 'started' ? `q.${payload.state}` : 'q.progress';
      note(t(key, { ...payload, m: payload.message }), payload.state === 'failed');
      if (over) {
        mine.delete(payload.pacs);
      }
    },
  };
}
