/// Base64 of RFC 4648, for data URIs.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  var index = 0
  while index < bytes.count {
    let left = bytes.count - index
    let second = left > 1 ? Int(bytes[index + 1]) : 0
    let third = left > 2 ? Int(bytes[index + 2]) : 0
    let word = Int(bytes[index]) << 16 | second << 8 | third
    result.append(alphabet[word >> 18])
    result.append(alphabet[word >> 12 & 63])
    result.append(left > 1 ? alphabet[word >> 6 & 63] : UInt8(ascii: "="))
    result.append(left > 2 ? alphabet[word & 63] : UInt8(ascii: "="))
    index += 3
  }
  return String(decoding: result, as: UTF8.self)
}
