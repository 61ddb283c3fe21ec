import ReframeSDK
import TestSupport
import VendorDoubles

extension VendorDouble {
  /// The request at an index, as one would read it: method, target, the headers that matter, and the body.
  func golden(_ index: Int) -> String {
    guard requests.indices.contains(index) else { return "no request \(index)" }
    let request = requests[index]
    let headers = request.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let body = request.body.count < 2000 ? String(decoding: request.body, as: UTF8.self) : "…"
    return (["\(request.method) \(request.target)"] + headers + (body.isEmpty ? [] : [body]))
      .joined(separator: "\n")
  }
}

extension JSONValue {
  /// A whole number.
  static func count(_ value: Int) -> JSONValue { .number(Double(value)) }
}

extension ReframeJob {
  /// The same job with its source in a place.
  func placed(_ x: Double, _ y: Double, _ width: Double, _ height: Double, size: PixelSize? = nil)
    -> ReframeJob
  {
    var job = self
    job.outputs[0].placement = UnitRect(x: x, y: y, width: width, height: height)
    job.outputs[0].size = size
    return job
  }
}
