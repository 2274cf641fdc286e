/* SPDX-License-Identifier: Apache-2.0 */
/** Taking out of texts what identifies a person: one way for models, readers and figures. */
@NullMarked
package org.xrayvision.core.privacy;

import org.jspecify.annotations.NullMarked;
