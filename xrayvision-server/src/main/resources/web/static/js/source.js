/* Where readings come from: one shape, that of GET /api/readings. */
import { get } from './api.js';

/* One page of readings: {readings, total, pages}. */
export const readings = query => get(`/api/readings?${query}`);

/* The reading of these exams as it is now, also where a filter leaves it out. */
export async function readingOf(uids) {
  const exams = await Promise.all(uids.map(uid => get(`/api/exams/${uid}?extra=yes`)));
  const newest = exams[exams.length - 1];
  const { severity, positive, outcome } = newest.extra.reading;
  return { severity, positive, outcome, reviewed: newest.report.reviewed === 1, review: newest.extra.review, exams };
}

/* Earlier readings of the same patient and region, newest first. */
export const priors = async uid => (await get(`/api/exams/${uid}/priors`)).priors;
