mkdir d; cd d; touch a.txt b.txt c.md .hid 'sp ace'; mkdir sub; touch sub/x.txt
echo *; echo *.txt; echo [ab]*; echo ?.md; echo .h*; echo "*.txt" '*.txt' \*.txt; echo nomatch*; echo */; echo */*.txt; echo [!a]*
for f in *; do echo "<$f>"; done
shopt -s dotglob; echo *; shopt -u dotglob
shopt -s extglob
echo !(*.txt); echo @(a|b).txt; echo *(a|b|.)txt; echo +([a-z]).md
shopt -s globstar; echo **/*.txt
shopt -s nullglob; echo none*; shopt -u nullglob
shopt -s failglob; echo zz*; echo after
shopt -u failglob; set -f; echo *; set +f
x='*.txt'; echo $x "$x"; y=(*.txt); echo ${#y[@]}
echo /et[c] /bi? 
