/* The two texts of a reading: what the model said, what the radiologist said. */
import { h } from '/static/login/dom.js';
import { t, num, dayAndTime } from '/static/login/i18n.js';
import { ASKED, projection, viewName, scale, seconds } from './reading.js';

const HEADING = /^[\s#*]*(FINDINGS|IMPRESSION)[\s*]*:?[\s*]*/im;

/* Impression and findings of a report, whichever comes first; a text without headings is all impression. */
export function parts(text) {
  const result = { findings: '', impression: '' };
  let rest = text || '';
  let current = null;
  for (let found = HEADING.exec(rest); found; found = HEADING.exec(rest)) {
    const before = rest.slice(0, found.index).trim();
    if (current) {
      result[current] = before;
    } else if (before) {
      result.impression = before;
    }
    current = found[1].toLowerCase();
    rest = rest.slice(found.index + found[0].length);
  }
  result[current || 'impression'] = rest.trim() || result[current || 'impression'];
  return result;
}

const lines = text =>
  text
    .split('\n')
    .map(line => line.replace(/^[-*•]\s*/, '').trim())
    .filter(Boolean);

function findings(view, several) {
  const { findings: text } = parts(view.report.ai.text);
  const name = projection(view.extra.projection);
  return (
    text &&
    h(
      'details',
      { class: 'fold' },
      h('summary', {}, several && name ? t('ai.findings.of', { p: name }) : t('ai.findings')),
      h('ul', { lang: 'en' }, lines(text).map(line => h('li', {}, line))),
    )
  );
}

/* What other runs came to: the one whose answer is shown is left out. */
function otherRuns(r) {
  const asked = r.views.flatMap(view => {
    const runs = (view.extra.runs || []).filter(run => ASKED.includes(run.kind));
    const shown = runs.find(run => run.kind === 'primary' && !run.failed);
    return runs.filter(run => run !== shown).map(run => ({ view, run }));
  });
  const row = ({ view, run }) =>
    h(
      'tr',
      {},
      h('td', {}, h('time', { datetime: run.at }, dayAndTime(run.at))),
      h('td', {}, t(`ai.run.${run.kind}`), r.views.length > 1 && `, ${viewName(r, view)}`),
      h('td', {}, [run.model, run.prompt].filter(Boolean).join(' · ')),
      h('td', {}, run.failed ? t('ai.run.failed') : [h('b', {}, run.severity < 0 ? '—' : num(run.severity)), ' ', scale(run.severity, -1, r.threshold, 'sev-mini')]),
    );
  return (
    asked.length > 0 &&
    h('details', { class: 'fold' }, h('summary', {}, t('ai.runs', { n: asked.length })), h('div', { class: 'tw' }, h('table', { class: 'runs' }, h('tbody', {}, asked.map(row)))))
  );
}

export function aiPart(r) {
  const ai = r.lead.report.ai;
  const said = r.views.filter(view => view.report.ai.text);
  const { impression, findings: only } = parts(ai.text);
  const number = view => (view.report.ai.severity < 0 ? t('sev.na') : view.report.ai.severity);
  const perView = said.map(view => t('ai.view', { p: viewName(r, view), n: number(view) }));
  return h(
    'div',
    { class: 'rep' },
    h(
      'div',
      { class: 'h' },
      h('h3', {}, t('ai.title')),
      h('span', {}, ai.confidence < 0 ? t('ai.noconf') : t('ai.conf', { n: ai.confidence })),
      ai.model && h('span', {}, `${ai.model} · ${seconds(ai.latency)} s`),
    ),
    h('p', { class: 'lead', lang: 'en' }, impression || only),
    ai.summary && h('p', { class: 'sm mut', lang: 'en' }, ai.summary),
    said.length > 1 && h('p', { class: 'sm mut' }, perView.join(' · ')),
    impression && said.map(view => findings(view, said.length > 1)),
    otherRuns(r),
    h('p', { class: 'mut xs note' }, t('ai.note')),
  );
}

/* The model's words of all views, to be pasted elsewhere: what they are not goes with them. */
export function plainText(r) {
  const said = r.views.filter(view => view.report.ai.text);
  const texts = said.map(view => (said.length > 1 ? `${viewName(r, view)}:\n${view.report.ai.text.trim()}` : view.report.ai.text.trim()));
  return [...texts, t('ai.note')].join('\n\n');
}

function languages(part, rad) {
  const text = h('p', { class: 'txt', lang: 'ro' }, rad.text);
  const note = h('span', { class: 'faint xs', hidden: true }, t('rad.machine'));
  const tab = (translated, label) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(!translated),
        onclick: event => {
          for (const other of event.currentTarget.parentNode.children) {
            other.setAttribute('aria-pressed', String(other === event.currentTarget));
          }
          text.textContent = translated ? rad.text_en : rad.text;
          text.lang = translated ? 'en' : 'ro';
          note.hidden = !translated;
        },
      },
      label,
    );
  if (rad.text_en) {
    part.firstChild.append(h('div', { class: 'seg end', role: 'group' }, tab(false, t('rad.ro')), tab(true, t('rad.en'))));
  }
  part.append(text, note);
}

export function radPart(r) {
  const { rad } = r;
  const part = h(
    'div',
    { class: 'rep' },
    h('div', { class: 'h' }, h('h3', {}, t('rad.title')), rad.radiologist && h('span', {}, rad.radiologist)),
  );
  if (rad.text) {
    languages(part, rad);
    if (rad.severity >= 0) {
      const assessed = [`${rad.severity}/10`, rad.summary].filter(Boolean).join(', ');
      part.append(h('p', { class: 'sm mut' }, t('rad.assessed', { d: assessed })));
    }
  } else {
    part.append(h('p', { class: 'mut' }, t(r.retracted ? 'rad.retracted' : 'rad.none')));
  }
  for (const problem of r.problems) {
    part.append(h('p', { class: 'sm mut problem' }, t('rad.problem', { m: problem })));
  }
  if (rad.justification) {
    part.append(h('details', { class: 'fold' }, h('summary', {}, t('rad.why')), h('p', { lang: 'ro' }, rad.justification)));
  }
  return part;
}
