package org.xrayvision.codecs;

/** JPEG-LS streams of {@link Streams#drawn}, encoded by DCMTK (CharLS). */
final class JpegLsStreams {
  /** 18 rows, 20 columns, 16 bits. */
  static final String SIXTEEN_BITS =
      "/9j/9wALEAASABQBAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAAAHMYAQBAEAgEAgEBAQEBAQEBAQIECBAD//"
          + "fwf6wAAAAAAARwmgUAAAAACSwMAARLAwABEcCAEH4FAIOwMgUAAAAAAAD2D8AMAEAMAFzrnQAAQqgAAhVAACFEBQ"
          + "AbmQA+VAACFIC+sAIAQBAX2gMYTQKAPxoA7mQCGEkBGEkDGEEAbmwKAEFAB5sAG5kABg9AuD0AXCiBgG3NgB8qAD"
          + "ACAIAgG5owogC4TQMBty4A/GgAMHIAGE0AuEkAYKAIKACOV48AvhQAMGoAGEkC4MQBAF8WAfy7kwCAIBG+UCGEUC"
          + "4LQCAL4UBPwIAGEUCGEEAeXCgCFAAAlQE+8gR7qAOEEMYMRRgpBgK9xArAEAgEBucMEoYwSijA6DAb8WAvyIAGBk"
          + "NwMgGFAIUADvhDgP+HAX40AOBEAGD0BcHocCHy/HgIBAQEiABgNABg5AXByAQDe/gP7aAOAkB8WFAIUAFzHAKAgG"
          + "9/Af20AcHIEMGo7gBAQDYAgIBAT/2Q==";

  /** 18 rows, 20 columns, 10 bits; thresholds 5, 12, 40, RESET 8. */
  static final String PRESET =
      "/9j/9wALCgASABQBAREA//gADQED/wAFAAwAKAAI/9oACAEBAAAAAAAG4REklV/w/3/8H0D+AAAACN0gAGyAzQDN"
          + "AF6qAAAAAe1gYCBgYtED1N0AEpgUg1ID4CsIRG0t0w6hrIVRqrRDNQqBWU4MkZKLLLMIjhETgVUUWmTyImgmjFKh"
          + "QJMpkiJMGvdOr2ciWKPNa68xMLEcRqhQCtsWFTEjETvrYkthBiBnzbscnhNpUUB0+8cDKZJgobmlnC5LkseNlhRd"
          + "UUGCA42afZ8zxTxT/9k=";

  /** 12 rows, 16 columns, RGB, as the next two. */
  static final String BY_LINE =
      "/9j/9wARCAAMABADAREAAhEAAxEA/9oADAMBAAIAAwAAAQAABZX/cBX/fwb/f/P/P/f/f/9C7eBxAAABHBAAABHo"
          + "AAAI7gAMAAAH+lgWMDOB5gFwPgKAAAD+RMAYKDmAjAyxdUeAAAD8wjBsASPZqi0VaSuSOwrESiSrJSFvbiSqVJzu"
          + "XRCR2hhHLlls2RQwSbnLrPSGEzllV/XAZffuWQOAbjBYqvvwEnFKr79iKUwViyq+/1MEl+xZVlMEnYsqvs6Ivv2L"
          + "JeKWVX34niqr79kUYnsWVSdmMCF9+xZEkoxO/Ysq35yqTfsRL3KxZRJkt4D/2Q==";

  static final String BY_SAMPLE =
      "/9j/9wARCAAMABADAREAAhEAAxEA/9oADAMBAAIAAwAAAgAABgLBxK//f/9//0r/fwvWTGwsAAIAAAEcH8QgcAAA"
          + "EeAAABHrwzDAAAwADvY0AAYAB/9wFAUDgAAA/wAAAH+AAGoQhGMYQgytsAzzawaaSWmstrvdTSWUklStElSpEJz1"
          + "O1kVluIrNIdVrHfTsklERhCCAMMozXOt7GVvUzXvd+A4CQBp/FEixTNe9nvUzb2M16hXyy5JhCBSEoVt7Ga9TPep"
          + "mvezZEp/kxCrvUzXvZ71M29jOWJRJcRGEITONXqZt7Ga9TPepmk2Ja9/gP/ZAA==";

  static final String BY_COMPONENT =
      "/9j/9wARCAAMABADAREAAhEAAxEA/9oACAEBAAAAAAAFlf95/34O3gcQAAARxgAHAAHAKAAAD+RMNgCR7NUWirSS"
          + "LU0vYRnckUNkZpXrcSVAJcrl0RAbSgW0QkWW/VRlls2nTSjLdy6zF//aAAgBAgAAAAAAAAFklf95/34cQAALgfRA"
          + "AABHGAA8AAwAAAf6JhcyIgDYZmEkllpZJWdnIooAN3l7GaUAoBqjUqD57dUkoblsuiEjVaU5csv5Sgcsttzl0hz/"
          + "2gAIAQMAAAAAAAABlpX/ef9+CgQAAARxAACwBFAUYwAAwAAAfG9tgGRzQaCIMrSSadhVESlyRWARqSFuboASVbWa"
          + "KyJyaVs65Yvm11R1tuIuQOAJKx3Lqr7WnP/ZAA==";

  private JpegLsStreams() {}
}
