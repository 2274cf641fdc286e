/** The domain records, the events and the plugin SPI of XRayVision. */
module org.xrayvision.api {
  requires static transitive org.jspecify;
  requires transitive java.net.http;

  exports org.xrayvision.api;
  exports org.xrayvision.spi;
}
