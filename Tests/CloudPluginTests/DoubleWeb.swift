import CReframe
import FoundationEssentials
import Loading
import ReframeSDK
import Synchronization
import TestSupport
import VendorDoubles

/// A host's HTTP service that ends at a double: keeps to the manifest, attaches the key, and reports a dying
/// connection as a host does.
final class DoubleWeb: @unchecked Sendable {
  private let double: VendorDouble
  private let manifest: PluginManifest
  let key = Mutex(VendorDouble.key)
  let outage = Mutex<ReframeError?>(nil)
  /// Plugins may keep them as long as the process lives.
  let host = UnsafeMutablePointer<rf_host>.allocate(capacity: 1)
  private let http = UnsafeMutablePointer<rf_host_http>.allocate(capacity: 1)

  init(_ double: VendorDouble, manifest: PluginManifest) {
    self.double = double
    self.manifest = manifest
    host.initialize(to: rf_host())
    http.initialize(to: rf_host_http())
    host.pointee.size = UInt32(MemoryLayout<rf_host>.size)
    host.pointee.context = Unmanaged.passRetained(self).toOpaque()
    host.pointee.extension = { context, id in
      guard let context, let id, String(cString: id) == RF_HOST_HTTP else { return nil }
      return UnsafeRawPointer(Unmanaged<DoubleWeb>.fromOpaque(context).takeUnretainedValue().http)
    }
    http.pointee.size = UInt32(MemoryLayout<rf_host_http>.size)
    http.pointee.exchange = { context, _, request, response, error in
      RawCall.report(to: error) { () throws(ReframeError) in
        guard let context, let request, let response else {
          throw ReframeError(.invalidArgument, "an exchange of nothing")
        }
        let web = Unmanaged<DoubleWeb>.fromOpaque(context).takeUnretainedValue()
        let reply = try web.exchange(request.pointee)
        response.pointee.status = Int32(reply.status)
        let names = Dictionary(uniqueKeysWithValues: reply.headers.map { ($0.key.lowercased(), $0.value) })
        try Sink.write(try JSON.encode(names), to: response.pointee.headers)
        try DoubleWeb.write(reply.body, to: response.pointee.body)
        return RF_OK
      }
    }
  }

  private static func write(_ bytes: [UInt8], to sink: UnsafePointer<rf_sink>?) throws(ReframeError) {
    let status = bytes.withUnsafeBytes { bytes in
      sink?.pointee.write(sink?.pointee.context, bytes.baseAddress, UInt64(bytes.count))
        ?? RF_INVALID_ARGUMENT
    }
    guard status == RF_OK else { throw ReframeError(.resourceExhausted, "too long", accepted: .unknown) }
  }

  private func exchange(_ raw: rf_http_request) throws(ReframeError) -> LoopbackServer.Reply {
    if let error = outage.withLock({ $0 }) { throw error }
    let url = String(raw.url)
    let secret = String(raw.secret)
    let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
    guard parts.count == 3, parts[0] == "https:" else {
      throw ReframeError(.forbidden, "'\(url)' is no https address")
    }
    let hosts = manifest.hosts ?? []
    guard hosts.contains(parts[1]) || secret.isEmpty && hosts.contains("*") else {
      throw ReframeError(.forbidden, "the manifest does not name '\(parts[1])'")
    }
    var headers = try JSON.decode([String: String].self, from: String(raw.headers), what: "headers")
    guard headers.keys.allSatisfy({ !["host", "content-length"].contains($0.lowercased()) }) else {
      throw ReframeError(.forbidden, "headers that are the host's to set")
    }
    if !secret.isEmpty {
      guard manifest.secrets?.contains(secret) == true else {
        throw ReframeError(.forbidden, "the manifest does not name the secret '\(secret)'")
      }
      let line = String(raw.secret_header).split(separator: ":", maxSplits: 1).map(String.init)
      headers[line[0]] = String(line[1].trimmingPrefix(" ")).replacing("%s", with: key.withLock { $0 })
    }
    let body = UnsafeRawBufferPointer(start: raw.body.data, count: Int(raw.body.length))
    let reply = double.respond(
      to: LoopbackServer.Request(
        method: String(raw.method), target: "/" + parts[2],
        headers: Dictionary(uniqueKeysWithValues: headers.map { ($0.key.lowercased(), $0.value) }),
        body: Array(body)))
    switch reply.fault {
    case .close, .truncate, .garbage, .endless:
      throw ReframeError(.unavailable, "the connection was closed", isRetryable: true, accepted: .unknown)
    case .hang: throw ReframeError(.timeout, "no answer in time", isRetryable: true, accepted: .unknown)
    case .chunked, nil: return reply
    }
  }
}
