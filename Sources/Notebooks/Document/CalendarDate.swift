#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension FrontMatter {
  /// The date to show. `today` is the day of `SOURCE_DATE_EPOCH` where that is set, so that a page can
  /// be made again to the byte, and the present day otherwise.
  var shownDate: String? { date == "today" ? Self.today : date }

  static var today: String {
    let epoch = getenv("SOURCE_DATE_EPOCH").flatMap { Int(String(cString: $0)) }
    return Self.isoDate(secondsSince1970: epoch ?? Int(time(nil)))
  }

  /// `2026-11-24`, in UTC. The Gregorian calendar from days, after E. G. Richards' algorithm for
  /// Julian day numbers.
  static func isoDate(secondsSince1970 seconds: Int) -> String {
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let f = days + 2_440_588 + 1_401 + (((4 * (days + 2_440_588) + 274_277) / 146_097) * 3) / 4 - 38
    let e = 4 * f + 3
    let h = 5 * ((e % 1_461) / 4) + 2
    let day = (h % 153) / 5 + 1
    let month = (h / 153 + 2) % 12 + 1
    let year = e / 1_461 - 4_716 + (14 - month) / 12
    return "\(year)-\(pad(month))-\(pad(day))"
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
