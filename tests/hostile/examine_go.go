// Reads Go. For each line of JSON {mark, files} it answers with a line {path: {errors, leaks, structure}}: tokens that
// carry the mark and are neither literal nor comment, and the tree, one node a line, with marked strings masked. The
// path of an import is never masked.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type question struct {
	Mark  string            `json:"mark"`
	Files map[string]string `json:"files"`
}

type answer struct {
	Errors    []string `json:"errors"`
	Leaks     []string `json:"leaks"`
	Structure string   `json:"structure"`
}

var spaces = regexp.MustCompile(`\s+`)

func isMarked(text, mark string) bool {
	return strings.Contains(spaces.ReplaceAllString(strings.ToLower(text), " "), strings.ToLower(mark))
}

func leaks(path, text, mark string) []string {
	found := []string{}
	files := token.NewFileSet()
	var reader scanner.Scanner
	reader.Init(files.AddFile(path, -1, len(text)), []byte(text), nil, scanner.ScanComments)
	for {
		place, kind, literal := reader.Scan()
		switch kind {
		case token.EOF:
			return found
		case token.STRING, token.CHAR:
		case token.COMMENT:
			if strings.HasPrefix(literal, "//go:") || strings.HasPrefix(literal, "// +build") || strings.HasPrefix(literal, "//line") {
				if isMarked(literal, mark) {
					found = append(found, fmt.Sprintf("line %d: a directive", files.Position(place).Line))
				}
			}
		default:
			if isMarked(literal, mark) {
				found = append(found, fmt.Sprintf("line %d: %s", files.Position(place).Line, literal))
			}
		}
	}
}

func structure(file *ast.File, mark string) string {
	imports := map[*ast.BasicLit]bool{}
	for _, one := range file.Imports {
		imports[one.Path] = true
	}
	var lines strings.Builder
	depth := 0
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case nil:
			depth--
			return true
		case *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.Ident:
			fmt.Fprintf(&lines, "%*sIdent %s\n", depth, "", node.Name)
		case *ast.BasicLit:
			value := node.Value
			if node.Kind == token.STRING {
				plain, _ := strconv.Unquote(value)
				if isMarked(plain, mark) && !imports[node] {
					value = strconv.Quote("<text>")
				} else {
					value = strconv.Quote(plain)
				}
			}
			fmt.Fprintf(&lines, "%*sBasicLit %s\n", depth, "", value)
		default:
			fmt.Fprintf(&lines, "%*s%T\n", depth, "", node)
		}
		depth++
		return true
	})
	return lines.String()
}

func examine(path, text, mark string) answer {
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return answer{Errors: []string{err.Error()}, Leaks: []string{}}
	}
	return answer{Errors: []string{}, Leaks: leaks(path, text, mark), Structure: structure(file, mark)}
}

func main() {
	input := bufio.NewReader(os.Stdin)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		answers := map[string]answer{}
		for path, text := range asked.Files {
			answers[path] = examine(path, text, asked.Mark)
		}
		encoded, _ := json.Marshal(answers)
		fmt.Println(string(encoded))
	}
}
