/* What a card and the viewer can ask of the server. Each tells what came of it, and has the reading drawn as it is now. */
import { t } from '/static/login/i18n.js';
import { post } from './api.js';
import { note } from './toast.js';

export const failed = error => note(t('say.failed', { m: error.message }), true);

export const guarded = task => async (...args) => {
  try {
    await task(...args);
  } catch (error) {
    failed(error);
  }
};

/* Runs a task while its button cannot be pressed again. */
async function busy(button, task) {
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    return await task();
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}

/* changed(r): has the reading, and what depends on it, drawn anew. */
export function acts(changed) {
  return {
    /* normal: true, false, or null to withdraw. */
    review: guarded(async (r, normal) => {
      await post('/api/rad_review', { uid: r.lead.uid, normal });
      note(t(normal === null ? 'say.withdrawn' : normal ? 'say.normal' : 'say.abnormal'));
      await changed(r);
    }),
    acknowledge: guarded(async (r, button) => {
      await busy(button, () => post('/api/ack', { uid: r.lead.uid }));
      note(t('say.acked'));
      await changed(r);
    }),
    fetch: guarded(async (r, views, button) => {
      let said = '';
      await busy(button, async () => {
        for (const one of views) {
          said = (await post('/api/getrad', { uid: one.uid })).message;
        }
      });
      note(t('say.fetched', { m: said }));
      await changed(r);
    }),
    /* Every view is tried; the first refusal is told. */
    again: guarded(async (r, views, button) => {
      const refused = [];
      await busy(button, async () => {
        for (const one of views) {
          await post('/api/requeue', { uid: one.uid }).catch(error => refused.push(error));
        }
      });
      if (refused.length) {
        failed(refused[0]);
      } else {
        note(t('say.again'));
      }
      await changed(r);
    }),
  };
}
