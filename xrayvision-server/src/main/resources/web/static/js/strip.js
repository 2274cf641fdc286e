/* Counters, endpoints and times, as the server last told them. */
import { h, icon } from '/static/login/dom.js';
import { t, num } from '/static/login/i18n.js';
import { href } from './filters.js';
import { seconds } from './reading.js';

function cell(key, value, filters, look = '') {
  const inside = [h('div', { class: 'k' }, t(key)), h('div', { class: `v ${look}`, 'data-count': key }, value)];
  return h('div', {}, filters ? h('a', { href: href(filters), 'data-go': '' }, inside) : h('div', {}, inside));
}

function endpoint(name, up) {
  const key = up == null ? 'ops.unknown' : up ? 'ops.up' : 'ops.down';
  const look = up == null ? 'mut' : up ? 'up' : 'down';
  return h('span', { class: `hp ${look}` }, icon(up == null ? 'clock' : up ? 'check' : 'x'), t(key, { name: t(name) }));
}

/* state: the last message of the WebSocket, or null before the first. */
export function strip(state, openRefusals) {
  const counts = state?.dashboard || {};
  const health = state?.openai?.health || {};
  const timings = state?.timings || {};
  const shown = n => (n == null ? '…' : num(n));
  return [
    cell('cnt.queue', shown(counts.queue_size), { status: 'none,queued,requeue' }),
    cell('cnt.checks', shown(counts.check_queue_size), { status: 'check' }),
    cell('cnt.now', counts.processing || t('cnt.idle'), { status: 'processing' }),
    cell('cnt.week', shown(counts.success_count), { status: 'done' }),
    cell('cnt.errors', shown(counts.error_count), { status: 'error' }, counts.error_count > 0 ? 'bad' : ''),
    cell('cnt.ignored', shown(counts.ignore_count), { status: 'ignore' }),
    h(
      'div',
      { class: 'ops' },
      h('span', { class: 'mut' }, t('ops.endpoints')),
      h('span', { class: 'row' }, endpoint('ops.pri', health.pri), health.sec !== undefined && endpoint('ops.sec', health.sec)),
      h('span', { class: 'mut' }, timings.average == null ? '' : t('ops.avg', { s: seconds(timings.average / 1000) })),
      h('button', { type: 'button', class: 'btn sm quiet', id: 'refusals', onclick: openRefusals }, icon('ban'), t('refusals.title')),
    ),
  ];
}
