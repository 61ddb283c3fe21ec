internal import FoundationEssentials

/// A `multipart/form-data` body with one file (RFC 7578).
struct FormBody {
  /// The body.
  let bytes: [UInt8]
  /// The type that names the boundary.
  let contentType: String

  /// Makes the body of a file in a field; its name says only of what type it is.
  init(field: String, mediaType: String?, bytes file: [UInt8]) {
    let boundary = "reframe-\(UUID().uuidString)"
    let type = mediaType ?? "application/octet-stream"
    let name = "source." + (type.split(separator: "/").last.map { $0 == "jpeg" ? "jpg" : $0 } ?? "bin")
    let quoted = field.filter { $0 != "\"" }
    bytes =
      [UInt8](
        ("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(quoted)\"; filename=\"\(name)\"\r\n"
          + "Content-Type: \(type)\r\n\r\n").utf8)
      + file + [UInt8]("\r\n--\(boundary)--\r\n".utf8)
    contentType = "multipart/form-data; boundary=\(boundary)"
  }
}
