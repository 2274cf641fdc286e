/* Where readings come from. The page knows one shape, that of GET /api/readings. */
import { get, ApiError } from './api.js';

/* What an exam says of its reading, for where exams are all there is. */
function ofExams(exams) {
  const groups = new Map();
  for (const exam of exams) {
    const { key } = exam.extra.reading;
    groups.set(key, [exam, ...(groups.get(key) || [])]);
  }
  return [...groups.values()].map(views => {
    const newest = views[views.length - 1];
    const { key, severity, positive, outcome } = newest.extra.reading;
    return {
      key,
      uid: newest.uid,
      created: newest.exam.created,
      severity,
      positive,
      outcome,
      reviewed: newest.report.reviewed === 1,
      review: newest.extra.review,
      exams: views,
    };
  });
}

/* One page of readings: {readings, total, pages}. */
export async function readings(query) {
  query.set('extra', 'yes');
  const { exams, total, pages } = await get(`/api/exams?${query}`);
  return { readings: ofExams(exams), total, pages };
}

/* The reading of these exams as it is now. */
export async function readingOf(uids) {
  const exams = await Promise.all(uids.map(uid => get(`/api/exams/${uid}?extra=yes`)));
  return ofExams(exams.reverse())[0];
}

/* Earlier readings of the same patient and region, newest first; where the server knows none there are none. */
export async function priors(uid) {
  try {
    return (await get(`/api/exams/${uid}/priors`)).priors;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      return [];
    }
    throw error;
  }
}
