/*
 * What came while nobody looked: one line that counts the positives of this page's time with the age of the oldest. It goes when
 * each was opened or focused, or when it is put away; nothing blinks.
 */
import { h, icon, btn } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

const MINUTE = 60000;

/* show() leads to the positives that are not reviewed. */
export function alarm(show) {
  const waiting = new Map();
  const words = h('b');
  const age = h('span', { class: 'mut' });
  const clear = () => {
    waiting.clear();
    draw();
  };
  const element = h(
    'div',
    { class: 'alertbar', id: 'alarm', role: 'status', hidden: true },
    icon('bell'),
    words,
    age,
    h(
      'span',
      { class: 'row end' },
      btn(t('alarm.show'), null, 'sm', { onclick: () => { clear(); show(); } }),
      btn(t('toast.dismiss'), null, 'sm quiet', { onclick: clear }),
    ),
  );

  function draw() {
    element.hidden = waiting.size === 0;
    if (waiting.size) {
      const minutes = Math.max(0, Math.floor((Date.now() - Math.min(...waiting.values())) / MINUTE));
      const said = t('alarm.text', { n: waiting.size });
      if (words.textContent !== said) {
        words.textContent = said;
      }
      age.textContent = t('alarm.age', { n: minutes });
    }
  }

  setInterval(draw, MINUTE / 2);
  return {
    element,
    add: (uid, at) => {
      waiting.set(uid, Date.parse(at));
      draw();
    },
    seen: views => {
      views.forEach(view => waiting.delete(view.uid));
      draw();
    },
  };
}
