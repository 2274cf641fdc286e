/* SPDX-License-Identifier: Apache-2.0 */
/** Files and folders as the server makes them: with patients' data in them, for its owner alone. */
@NullMarked
package org.xrayvision.server.files;

import org.jspecify.annotations.NullMarked;
