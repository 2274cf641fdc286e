/* Counters, endpoints and times, as the server last told them. */
import { h, icon } from '/static/login/dom.js';
import { t, num, clock, dayAndTime } from '/static/login/i18n.js';
import { href } from './filters.js';
import { seconds } from './reading.js';

function cell(key, value, filters, look = '', hint = null) {
  const name = h('div', { class: 'k' }, t(key), hint && h('span', { class: 'vh' }, ` (${hint})`));
  const inside = [name, h('div', { class: `v ${look}`, 'data-count': key }, value)];
  return h('div', { title: hint }, filters ? h('a', { href: href(filters), 'data-go': '' }, inside) : h('div', {}, inside));
}

const LONGEST_CAUSE = 200;
const HEALTH = { up: ['ops.up', 'up', 'check'], down: ['ops.down', 'down', 'x'], unknown: ['ops.unknown', 'mut', 'clock'] };

function endpoint(name, one) {
  const [key, look, ico] = HEALTH[one.health];
  const since = one.health === 'down' && one.since && h('time', { datetime: one.since, title: dayAndTime(one.since) }, ` ${t('ops.since', { at: clock(one.since) })}`);
  return h('span', { class: `hp ${look}`, title: one.name }, icon(ico), t(key, { name }), since);
}

/*
 * Only what is configured: without a second endpoint there is nothing to wait for. A report reader at the same place as a model is
 * named only while it stands otherwise.
 */
function places(openai) {
  const models = openai.endpoints || [{ health: 'unknown' }];
  const alike = reader => models.some(model => model.name === reader.name && model.health === reader.health && model.cause === reader.cause);
  const model = (one, i) => [i < 2 ? t(i ? 'ops.sec' : 'ops.pri') : `${i + 1}`, one];
  const reader = (one, i) => [t('ops.reader', { n: i + 1 }), one];
  const source = one => [t('ops.source'), one];
  return [...models.map(model), ...(openai.readers || []).map(reader).filter(([, one]) => !alike(one)), ...(openai.sources || []).map(source)];
}

/* An endpoint that answers may still not be asked now. */
const whyNot = ([name, one]) => one.cause && h('p', { class: 'cause' }, `${name}: ${one.cause.slice(0, LONGEST_CAUSE)}`);

/* Why radiologists' reports do not come. */
const reports = openai => openai?.report_trouble && h('p', { class: 'cause' }, `${t('ops.source')}: ${openai.report_trouble.slice(0, LONGEST_CAUSE)}`);

/* state: the last message of the WebSocket, or null before the first. What goes into the counters' cells, and beside them. */
export function strip(state, openRefusals) {
  const counts = state?.dashboard || {};
  const endpoints = places(state?.openai || {});
  const timings = state?.timings || {};
  const shown = n => (n == null ? '…' : num(n));
  return {
    cells: [
      cell('cnt.queue', shown(counts.queue_size), { status: 'none,queued,requeue' }),
      cell('cnt.checks', shown(counts.check_queue_size), { status: 'check' }),
      cell('cnt.now', counts.processing || t('cnt.idle'), { status: 'processing' }, '', t('cnt.now.hint')),
      cell('cnt.week', shown(counts.success_count), { status: 'done' }),
      cell('cnt.errors', shown(counts.error_count), { status: 'error' }, counts.error_count > 0 ? 'bad' : ''),
      cell('cnt.ignored', shown(counts.ignore_count), { status: 'ignore' }),
    ],
    ops: [
      h('span', { class: 'mut' }, t('ops.endpoints')),
      h(
        'span',
        { class: 'row', id: 'endpoints' },
        endpoints.map(([name, one]) => endpoint(name, one)),
        timings.average != null && h('span', { class: 'mut' }, t('ops.avg', { s: seconds(timings.average / 1000) })),
        h('button', { type: 'button', class: 'btn sm quiet', id: 'refusals', onclick: openRefusals }, icon('ban'), t('refusals.title')),
        endpoints.map(whyNot),
        reports(state?.openai),
      ),
    ],
  };
}
