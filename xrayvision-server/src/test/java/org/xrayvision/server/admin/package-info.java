/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.xrayvision.server.admin;

import org.jspecify.annotations.NullMarked;
