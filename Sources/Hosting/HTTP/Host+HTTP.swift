internal import CReframe
internal import Glibc
internal import ReframeSDK
internal import Transfer

extension Host {
  /// What an address on the public network gives, at most so many bytes. Throws with the reason.
  func fetch(_ address: String, limit: Int = 512 << 20) throws(ReframeError) -> [UInt8] {
    var request = TransferRequest("GET", address)
    request.responseLimit = limit
    request.redirectLimit = 3
    request.timeoutMilliseconds = 300_000
    let client = try client.get()
    let answer: (head: TransferHead, body: [UInt8])
    do throws(TransferFailure) {
      answer = try client.exchange(request, isCancelled: { false })
    } catch {
      throw ReframeError(error)
    }
    guard answer.head.status == 200 else {
      let isGone = answer.head.status == 404 || answer.head.status == 410
      throw ReframeError(
        isGone ? .notFound : .unavailable, "the server answers with \(answer.head.status)")
    }
    return answer.body
  }

  /// Why a provider cannot be given work, such as a key that is not set; empty if nothing is known to be missing.
  package func obstacles(_ provider: String) -> [String] {
    guard let known = providers.first(where: { $0.id == provider }) else {
      return ["there is no provider '\(provider)'"]
    }
    let access = VendorAccess(known)
    return access.secretNames.compactMap { name in
      do throws(ReframeError) {
        _ = try secrets.value(of: name, for: access)
        return nil
      } catch {
        return error.message
      }
    }
  }

  /// Makes an exchange on behalf of a provider.
  func exchange(
    _ access: VendorAccess, _ job: UnsafePointer<rf_job>?, _ request: UnsafePointer<rf_http_request>?,
    _ response: UnsafeMutablePointer<rf_http_response>?
  ) throws(ReframeError) {
    guard let request, request.pointee.size >= UInt32(MemoryLayout<rf_http_request>.size), let response,
      response.pointee.size >= UInt32(MemoryLayout<rf_http_response>.size)
    else { throw ReframeError(.invalidArgument, "an HTTP request of an unknown size") }
    let deadline = job.flatMap { $0.pointee.deadline_unix_ms == 0 ? nil : $0.pointee.deadline_unix_ms }
    let exchange = try VendorExchange(
      request.pointee, access: access, secrets: secrets, deadline: deadline, now: Self.milliseconds)
    try exchange.run(try client.get(), to: response) { job.map { rf_job_cancelled($0) != 0 } ?? false }
  }

  /// Milliseconds since 1970.
  static var milliseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
