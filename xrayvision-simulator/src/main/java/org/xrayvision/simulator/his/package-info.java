/* SPDX-License-Identifier: Apache-2.0 */
/** A hospital's information system that makes its reports up. */
@NullMarked
package org.xrayvision.simulator.his;

import org.jspecify.annotations.NullMarked;
