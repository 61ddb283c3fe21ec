package import ReframeSDK

/// What a quote is asked for, before it is fitted to a model.
package struct Wanted: Sendable {
  /// The job as validated, with ratios or sizes, format and source.
  package var job: ReframeJob
  /// A resolution by name, such as `1k` or `720p`.
  package var resolution: String?
  /// The model's own parameters, as text.
  package var parameters: [(name: String, text: String)]

  /// Parameters of one model's that count unless `parameters` say otherwise.
  package var defaults: [String: JSONValue] = [:]

  /// Asks for a job without settings of a model's own.
  package init(_ job: ReframeJob, resolution: String? = nil, parameters: [(name: String, text: String)] = [])
  {
    self.job = job
    self.resolution = resolution
    self.parameters = parameters
  }
}
