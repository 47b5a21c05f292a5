package sdk

import "reflect"

// ParamObject is an object in a parameter that is written as one text, with names
// that the API's document does not list: a [ParamMap] or, where the order of its
// members matters, [ParamMembers].
type ParamObject[V any] interface {
	members() ParamMembers[V]
}

// ParamMap is the members of a parameter, in the order of their names.
type ParamMap[V any] map[string]V

// ParamMembers is the members of a parameter, in this order.
type ParamMembers[V any] []ParamMember[V]

// ParamMember is a member of a parameter.
type ParamMember[V any] struct {
	Name  string
	Value V
}

func (m ParamMap[V]) members() ParamMembers[V] {
	made := make(ParamMembers[V], 0, len(m))
	for _, name := range sortedKeys(reflect.ValueOf(m)) {
		made = append(made, ParamMember[V]{name, m[name]})
	}
	return made
}

func (m ParamMembers[V]) members() ParamMembers[V] { return m }
func (ParamMember[V]) isMember()                   {}

var memberType = reflect.TypeFor[interface{ isMember() }]()
