/* What models were asked about a reading's exams, side by side: the answer that is shown, earlier ones, shadow models. */
import { h, icon, iconBtn, chip } from '/static/login/dom.js';
import { t, dayAndTime, num } from '/static/login/i18n.js';
import { get } from './api.js';
import { ASKED, scale, word, seconds, viewName } from './reading.js';
import { parts } from './report.js';

const said = n => (n < 0 ? '—' : `${num(n)} ${word(n)}`);

function texts(run) {
  const { findings, impression } = parts(run.text);
  return [
    impression && h('p', { class: 'lead', lang: 'en' }, impression),
    findings && h('p', { class: 'txt', lang: 'en' }, findings),
    run.summary && h('p', { class: 'sm mut' }, run.summary),
  ];
}

function facts(run) {
  const tokens = run.completion_tokens == null ? null : t('run.tokens', { p: run.prompt_tokens ?? '—', c: run.completion_tokens });
  const rows = [
    ['run.model', run.model],
    ['run.prompt', run.prompt_version],
    ['run.endpoint', run.endpoint],
    ['run.took', `${seconds(run.latency)} s`],
    ['run.length', tokens],
    ['run.confidence', run.confidence < 0 ? null : `${num(run.confidence)} / 100`],
  ];
  return h('dl', { class: 'kv sm' }, rows.filter(([, value]) => value).map(([name, value]) => [h('dt', {}, t(name)), h('dd', {}, value)]));
}

const whole = (name, text) => text && h('details', { class: 'fold' }, h('summary', {}, t(name)), h('pre', { class: 'code' }, text));

function column(run, shown, r) {
  return h(
    'article',
    { class: 'run panel', 'data-kind': run.kind },
    h(
      'header',
      { class: 'row' },
      chip(t(run === shown ? 'ai.run.shown' : `ai.run.${run.kind}`), run === shown ? 'check' : 'clock', run === shown ? 'ok' : run.kind === 'shadow' ? 'odd' : ''),
      h('time', { class: 'mut sm', datetime: run.started }, dayAndTime(run.started)),
    ),
    h('div', { class: 'row' }, h('b', {}, said(run.severity)), scale(run.severity, -1, r.threshold, 'sev-mini')),
    run.error && h('p', { class: 'cause sm' }, icon('warn'), ' ', run.error),
    texts(run),
    facts(run),
    whole('run.raw', run.raw_answer !== run.text && run.raw_answer),
    whole('run.assessment', run.raw_assessment),
    run.cut && h('p', { class: 'mut sm' }, t('run.cut')),
  );
}

/* The answer that the card shows: the newest reading that did not fail. */
const shownOf = runs => runs.find(run => run.kind === 'primary' && run.text);

function view(r, one, runs) {
  const asked = runs.filter(run => ASKED.includes(run.kind));
  const shown = shownOf(asked);
  const order = [...asked].sort((a, b) => (b === shown) - (a === shown));
  return h(
    'section',
    { 'data-view': one.uid },
    r.views.length > 1 && h('h3', {}, viewName(r, one)),
    asked.length ? h('div', { class: 'runs-grid' }, order.map(run => column(run, shown, r))) : h('p', { class: 'mut' }, t('run.none')),
  );
}

export async function runs(r) {
  const answers = await Promise.all(r.views.map(one => get(`/api/exams/${one.uid}/runs`)));
  const dialog = h(
    'dialog',
    { class: 'drawer wide', 'aria-label': t('run.title') },
    h('header', {}, h('h2', {}, t('run.title')), h('span', { class: 'mut sm' }, r.lead.exam.protocol), iconBtn(t('close'), 'x', 'end', { onclick: () => dialog.close() })),
    h('div', {}, r.views.map((one, i) => view(r, one, answers[i].runs))),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
