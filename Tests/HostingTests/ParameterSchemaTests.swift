import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("Parameters are held against their schema")
struct ParameterSchemaTests {
  private static let schema = """
    {"properties": {
      "color": {"type": "string"}, "mode": {"enum": ["soft", "hard"]}, "steps": {"type": "integer", "enum": [1, 2]},
      "radius": {"type": "number", "minimum": 0, "maximum": 2.5}, "count": {"type": "integer"},
      "fast": {"type": "boolean"}, "stops": {"type": "array"}, "more": {"type": "object"}, "any": {},
      "name": {"type": "string", "minLength": 2, "maxLength": 4}
    }}
    """

  private func fault(_ values: String, schema: String = Self.schema) throws -> String? {
    let parsed = try JSON.decode(JSONValue.self, from: schema, what: "schema")
    let values = try JSON.decode([String: JSONValue].self, from: values, what: "values")
    return ParameterSchema(parsed).fault(in: values)
  }

  @Test(
    "Values that fit have no fault",
    arguments: [
      "{}", #"{"color": "red", "mode": "hard", "radius": 2.5, "count": -3, "fast": false}"#,
      #"{"stops": [1], "more": {"x": null}, "any": [], "steps": 2, "radius": 0}"#, #"{"count": 2.0}"#,
      #"{"name": "ab"}"#, #"{"name": "äöü€"}"#,
    ])
  func fits(values: String) throws { #expect(try fault(values) == nil) }

  @Test(
    "A value that does not fit is named with what would",
    arguments: [
      (#"{"color": 1}"#, "'color' is not of the type string"),
      (#"{"color": null}"#, "'color' is not of the type string"),
      (#"{"radius": "1"}"#, "'radius' is not of the type number"),
      (#"{"radius": true}"#, "'radius' is not of the type number"),
      (#"{"count": 1.5}"#, "'count' is not of the type integer"),
      (#"{"fast": 1}"#, "'fast' is not of the type boolean"),
      (#"{"stops": {}}"#, "'stops' is not of the type array"),
      (#"{"more": []}"#, "'more' is not of the type object"),
      (#"{"mode": "loud"}"#, "'mode' is none of soft, hard"),
      (#"{"steps": 3}"#, "'steps' is none of 1, 2"),
      (#"{"radius": -0.5}"#, "'radius' is below 0"),
      (#"{"radius": 3}"#, "'radius' is above 2.5"),
      (#"{"name": "a"}"#, "'name' has 1 characters; it takes at least 2"),
      (#"{"name": "abcde"}"#, "'name' has 5 characters; it takes at most 4"),
      (#"{"z": 1, "count": "x"}"#, "'count' is not of the type integer"),
    ])
  func unfit(values: String, message: String) throws { #expect(try fault(values) == message) }

  @Test("A parameter that is not declared is refused with the nearest that is")
  func unknown() throws {
    let known = "(known: any, color, count, fast, mode, more, name, radius, steps, stops)"
    #expect(try fault(#"{"colour": 1}"#) == "there is no parameter 'colour'; did you mean 'color'? \(known)")
    #expect(try fault(#"{"temperature": 1}"#) == "there is no parameter 'temperature' \(known)")
  }

  @Test(
    "Without a schema there are no parameters",
    arguments: ["{}", "null", #"{"properties": []}"#, #"{"properties": {}}"#])
  func none(schema: String) throws {
    #expect(try fault("{}", schema: schema) == nil)
    #expect(try fault(#"{"x": 1}"#, schema: schema) == "it has no parameters, so there is no 'x'")
  }
}
