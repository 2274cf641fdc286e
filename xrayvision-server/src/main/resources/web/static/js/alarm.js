/*
 * What waits for an acknowledgement: one line with the number, the age of the oldest, and when others are told. The server counts;
 * the line goes when the last is acknowledged, here or elsewhere. Nothing blinks.
 */
import { h, icon, btn } from '/static/login/dom.js';
import { t, clock } from '/static/login/i18n.js';
import { get, post } from './api.js';
import { note } from './toast.js';

const MINUTE = 60000;

async function acknowledge(what) {
  await post('/api/ack', what);
  note(t('say.acked'));
}

/* show() leads to the positives that are not reviewed; who may, acknowledges a single one from here. */
export function alarm(show, mayAcknowledge = false) {
  let waiting = { open: 0 };
  const words = h('b');
  const age = h('span', { class: 'mut' });
  const ack = btn(t('act.ack'), 'bell', 'sm alert', { id: 'alarm-ack', hidden: true, onclick: acknowledgeIt });
  const element = h(
    'div',
    { class: 'alertbar', id: 'alarm', role: 'status', hidden: true },
    icon('bell'),
    words,
    age,
    h('span', { class: 'row end' }, btn(t('alarm.show'), null, 'sm', { onclick: () => show() }), ack),
  );

  /* Of several nobody could say which he has seen: that is said at their cards. */
  async function acknowledgeIt() {
    ack.disabled = true;
    try {
      const { alerts } = await get('/api/alerts');
      if (alerts.length === 1) {
        await acknowledge({ alert: alerts[0].id });
      } else {
        show();
      }
    } catch (error) {
      note(t('say.failed', { m: error.message }), true);
    } finally {
      ack.disabled = false;
    }
  }

  function draw() {
    element.hidden = waiting.open === 0;
    ack.hidden = !mayAcknowledge || waiting.open !== 1;
    if (waiting.open === 0) {
      return;
    }
    const said = t('alarm.text', { n: waiting.open });
    if (words.textContent !== said) {
      words.textContent = said;
    }
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(waiting.oldest)) / MINUTE));
    const since = t('alarm.age', { n: minutes });
    age.textContent = waiting.escalates_at ? `${since}, ${t('alarm.escalates', { at: clock(waiting.escalates_at) })}` : since;
  }

  setInterval(draw, MINUTE / 2);
  return {
    element,
    update: message => {
      waiting = message.alerts || waiting;
      draw();
    },
    add: draw,
    seen: draw,
  };
}
