/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * What a vision model can do besides reading one picture; what it does not declare is not asked.
 */
public enum Capability {
  /**
   * Looks at more than one picture in one request: the one that is asked about, and the other views
   * of its study and region that came from the same sender and are ready by then, eight in all.
   */
  SEVERAL_IMAGES,
  /** Looks at pixels at full depth ({@link Picture#pixels()}), not only at the PNG. */
  FULL_DEPTH,
  /** Uses the texts of prior studies and clinical information. */
  CONTEXT,
  /** Answers by a JSON schema. */
  JSON_SCHEMA,
  /** Answers the same to the same question and seed. */
  SEED,
  /** Counts tokens. */
  TOKEN_USAGE,
  /** Answers piece by piece. */
  STREAMING
}
