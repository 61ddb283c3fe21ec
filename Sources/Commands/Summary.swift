internal import ReframeSDK

/// One line for people on how an output came about.
enum Summary {
  /// Such as `photo.jpg: crop 1687x3000+1100+0 of 4032x3024 -> photo-9x16.jpg 1080x1920`.
  static func line(input: String, path: String?, _ rendition: Rendition, _ engine: EngineRecord? = nil)
    -> String
  {
    var text = "\(input): "
    if let plan = rendition.plan {
      text += what(plan, source: rendition.source)
    } else {
      text += "reframed"
    }
    text += " -> \(path ?? "standard output") \(rendition.size)"
    if let engine { text += " \(engine.summary)" }
    let notes = rendition.plan?.notes ?? []
    return notes.isEmpty ? text : text + " (\(notes.joined(separator: "; ")))"
  }

  private static func what(_ plan: OutputPlan, source: PixelSize?) -> String {
    let crop = "\(plan.crop.width)x\(plan.crop.height)+\(plan.crop.x)+\(plan.crop.y)"
    let whole = source.map { " of \($0)" } ?? ""
    let fill = plan.fill.map { " with \($0)" } ?? ""
    switch plan.operation {
    case .resize: return "resize"
    case .crop: return "crop \(crop)\(whole)"
    case .expand: return "expand\(fill)"
    case .cropAndExpand: return "crop \(crop)\(whole) and expand\(fill)"
    case .carve: return "carve to \(plan.framing.carve ?? plan.framing.canvas)\(whole)\(fill)"
    default: return plan.operation.rawValue + fill
    }
  }
}
