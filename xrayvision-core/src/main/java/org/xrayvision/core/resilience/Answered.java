/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

/**
 * An answer and who gave it. Immutable.
 *
 * @param endpoint the name of the endpoint that answered
 */
public record Answered<R>(R answer, String endpoint) {}
