/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/** A {@link ReportReader} that can also translate. Optional. Called as the reader is. */
public interface ReportTranslator {
  /**
   * Translates a text.
   *
   * @return the translation, never blank
   * @throws TransientBackendException if another try may succeed
   * @throws PermanentBackendException if this text can never be translated
   */
  String translate(ReadRequest request);
}
