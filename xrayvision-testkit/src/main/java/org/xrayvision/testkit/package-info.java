/**
 * What tests of engines and plugins need: an engine with simulators on any port, and a check that
 * nothing leaks.
 */
@NullMarked
package org.xrayvision.testkit;

import org.jspecify.annotations.NullMarked;
