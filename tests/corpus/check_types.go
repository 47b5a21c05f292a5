// Command check_types checks packages of Go as the compiler does before it writes code: it parses them, checks their
// types, and sees whether gofmt would change a file. It is given a file of lines `import path=export data` for the
// standard library, and the folder of a module; it prints what it finds.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

type checker struct {
	root     string
	module   string
	files    *token.FileSet
	standard types.Importer
	checked  map[string]*types.Package
}

func main() {
	exports := map[string]string{}
	list, err := os.Open(os.Args[1])
	exit(err)
	for lines := bufio.NewScanner(list); lines.Scan(); {
		name, file, _ := strings.Cut(lines.Text(), "=")
		exports[name] = file
	}
	description, err := os.ReadFile(filepath.Join(os.Args[2], "go.mod"))
	exit(err)
	c := checker{root: os.Args[2], module: strings.Fields(string(description))[1], files: token.NewFileSet(), checked: map[string]*types.Package{}}
	c.standard = importer.ForCompiler(c.files, "gc", func(name string) (io.ReadCloser, error) { return os.Open(exports[name]) })
	exit(filepath.WalkDir(c.root, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && holdsGo(file) {
			place, _ := filepath.Rel(c.root, file)
			_, err = c.Import(path.Join(c.module, filepath.ToSlash(place)))
		}
		return err
	}))
}

func exit(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

func holdsGo(folder string) bool {
	found, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	return len(found) > 0
}

// Import is a package of the module, checked once, or one of the standard library.
func (c *checker) Import(name string) (*types.Package, error) {
	if name != c.module && !strings.HasPrefix(name, c.module+"/") {
		return c.standard.Import(name)
	}
	if found, ok := c.checked[name]; ok {
		return found, nil
	}
	folder := filepath.Join(c.root, filepath.FromSlash(strings.TrimPrefix(strings.TrimPrefix(name, c.module), "/")))
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var inside, beside []*ast.File
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") {
			continue
		}
		if matched, err := build.Default.MatchFile(folder, entry.Name()); err != nil || !matched {
			fmt.Printf("%s: is left out of the build: %v\n", entry.Name(), err)
		}
		if file := c.file(filepath.Join(folder, entry.Name())); strings.HasSuffix(file.Name.Name, "_test") {
			beside = append(beside, file)
		} else {
			inside = append(inside, file)
		}
	}
	made := c.check(name, inside)
	c.checked[name] = made
	if len(beside) > 0 {
		c.check(name+"_test", beside)
	}
	return made, nil
}

func (c *checker) file(name string) *ast.File {
	text, err := os.ReadFile(name)
	exit(err)
	file, err := parser.ParseFile(c.files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		fmt.Println(err)
	} else if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
		fmt.Printf("%s: gofmt would change it\n", name)
	}
	return file
}

func (c *checker) check(name string, files []*ast.File) *types.Package {
	config := types.Config{Importer: c, GoVersion: "go1.23", Error: func(err error) { fmt.Println(err) }}
	made, _ := config.Check(name, c.files, files, nil)
	return made
}
