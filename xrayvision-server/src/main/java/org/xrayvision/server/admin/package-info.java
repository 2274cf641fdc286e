/* SPDX-License-Identifier: Apache-2.0 */
/** What those who run a server look at: build and licences, the self-test. */
@NullMarked
package org.xrayvision.server.admin;

import org.jspecify.annotations.NullMarked;
