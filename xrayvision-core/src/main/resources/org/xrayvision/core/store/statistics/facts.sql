-- The facts of the readings in stat_batch, as they are now, into stat_new. A reading is what
-- ReadModel says; its AI verdict is that of its leading exam, the gravest of those that are done.
INSERT INTO stat_new
WITH
exam AS MATERIALIZED (
  SELECT s.reading, s.uid, s.status, s.region, coalesce(e.type, '') AS modality, s.created,
    CASE WHEN date(substr(s.created, 1, 10)) = substr(s.created, 1, 10)
      THEN substr(s.created, 1, 10) ELSE '' END AS day,
    CASE WHEN substr(s.created, 11, 4) GLOB '?[0-2][0-9]:'
      THEN CAST(substr(s.created, 12, 2) AS INTEGER) ELSE -1 END AS hour,
    CASE WHEN date(substr(p.birthdate, 1, 10)) = substr(p.birthdate, 1, 10)
        AND date(substr(s.created, 1, 10)) = substr(s.created, 1, 10)
        AND substr(p.birthdate, 1, 10) <= substr(s.created, 1, 10)
      THEN min(9, (substr(s.created, 1, 4) - substr(p.birthdate, 1, 4)
        - (substr(s.created, 6, 5) < substr(p.birthdate, 6, 5))) / 10)
      ELSE -1 END AS band,
    iif(s.status = 'done', s.positive, -1) AS ai,
    iif(s.status = 'done', s.severity, -1) AS severity,
    iif(s.status = 'done', coalesce(a.confidence, -1), -1) AS confidence,
    iif(s.status = 'done' AND a.latency >= 0,
      CAST(round(1000 * min(a.latency, 36000)) AS INTEGER), -1) AS latency,
    iif(s.status = 'done', coalesce(a.model, ''), '') AS model,
    iif(s.status = 'done', coalesce((
      SELECT prompt_version FROM ai_runs u
      WHERE u.uid = s.uid AND kind = 'primary' AND text IS NOT NULL
      ORDER BY started DESC, id DESC LIMIT 1), ''), '') AS prompt,
    (SELECT count(*) FROM ai_runs u
      WHERE u.uid = s.uid AND kind = 'primary' AND text IS NOT NULL) AS looks,
    iif(s.review >= 0, 2 * s.review_at + s.review, NULL) AS review,
    -- A report that its source has retracted counts for nothing: it belongs into this condition,
    -- and into reason 7 below.
    iif(s.rad_verdict >= 0, 2 * s.rad_at + s.rad_verdict, NULL) AS report,
    coalesce(r.text, '') <> '' OR coalesce(r.severity, -1) >= 0 AS reported,
    coalesce(r.severity, -1) AS rad_severity,
    coalesce(s.radiologist, '') AS radiologist,
    coalesce(xrv_plain(s.diagnostic, p.name, s.radiologist, e.cnp, p.id, p.birthdate), '') AS diagnostic
  FROM exam_state s
  JOIN exams e ON e.uid = s.uid
  LEFT JOIN patients p ON p.cnp = e.cnp
  LEFT JOIN ai_reports a ON a.uid = s.uid
  LEFT JOIN rad_reports r ON r.uid = s.uid
  WHERE s.reading IN (SELECT reading FROM stat_batch)),
placed AS MATERIALIZED (
  SELECT exam.*,
    row_number() OVER (PARTITION BY reading ORDER BY status = 'done' DESC, ai DESC, severity DESC,
      confidence DESC, created DESC, uid DESC) AS ai_place,
    row_number() OVER (PARTITION BY reading ORDER BY report IS NOT NULL DESC, report DESC,
      reported DESC, radiologist <> '' DESC, rad_severity DESC, uid DESC) AS rad_place
  FROM exam),
joint AS MATERIALIZED (
  SELECT reading, coalesce(min(nullif(day, '')), '') AS day,
    coalesce(max(review) % 2, max(report) % 2, -1) AS truth,
    max(reported) AS reported,
    max(iif(rad_place = 1, rad_severity, -1)) AS rad_severity,
    max(iif(rad_place = 1, radiologist, '')) AS radiologist,
    max(iif(rad_place = 1, diagnostic, '')) AS diagnostic,
    CASE WHEN max(status = 'done') THEN 4
      WHEN max(status NOT IN ('error', 'ignore')) THEN 1
      WHEN max(status = 'error') THEN 2 ELSE 3 END AS why
  FROM placed GROUP BY reading),
looked AS MATERIALIZED (
  SELECT x.uid,
    (SELECT iif(severity < 0, -1, severity >= :threshold) FROM ai_runs u
      WHERE u.uid = x.uid AND kind = 'primary' AND text IS NOT NULL
      ORDER BY started, id LIMIT 1) AS first_ai,
    (SELECT CAST(round(1000 * latency) AS INTEGER) FROM ai_runs u
      WHERE u.uid = x.uid AND kind = 'primary' AND text IS NOT NULL
      ORDER BY started, id LIMIT 1)
    - (SELECT CAST(round(1000 * latency) AS INTEGER) FROM ai_runs u
      WHERE u.uid = x.uid AND kind = 'primary' AND text IS NOT NULL
      ORDER BY started DESC, id DESC LIMIT 1) AS gain
  FROM exam x WHERE x.looks > 1)
SELECT j.reading, 0, '', j.day, -1, x.region, x.modality, x.model, x.prompt, x.band, x.ai,
  x.severity, x.confidence, -1, j.truth, j.rad_severity,
  CASE WHEN x.ai >= 0 AND j.truth >= 0 THEN 0 WHEN x.ai < 0 THEN j.why
    WHEN j.reported THEN 6 ELSE 5 END,
  j.radiologist, j.diagnostic, 0, -1, 0
FROM joint j JOIN placed x ON x.reading = j.reading AND x.ai_place = 1
UNION ALL
SELECT x.reading, 1, x.uid, x.day, x.hour, x.region, x.modality, x.model, x.prompt, x.band, x.ai,
  x.severity, x.confidence, x.latency, j.truth, x.rad_severity,
  CASE WHEN x.ai >= 0 AND j.truth >= 0 THEN 0
    WHEN x.ai < 0 THEN CASE x.status WHEN 'done' THEN 4 WHEN 'error' THEN 2 WHEN 'ignore' THEN 3
      ELSE 1 END
    WHEN j.reported THEN 6 ELSE 5 END,
  x.radiologist, x.diagnostic, x.looks, coalesce(l.first_ai, -1), coalesce(l.gain, 0)
FROM placed x JOIN joint j ON j.reading = x.reading LEFT JOIN looked l ON l.uid = x.uid
