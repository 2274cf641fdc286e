/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

/**
 * An exam that a shadow model is to look at now.
 *
 * @param shadow the model's name
 * @param attempts how many tries have counted before this one
 */
public record ShadowClaim(String shadow, String uid, int attempts) {}
