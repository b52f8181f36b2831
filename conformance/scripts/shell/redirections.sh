# Files, here-documents, descriptors, process substitution.
echo one > f; echo two >> f; cat f; cat < f | wc -l
cat <<END
value: $((1 + 1)) $(echo sub) \$literal
END
cat <<'END'
value: $((1 + 1))
END
cat <<-END
	indented
	END
cat <<< "here string"
ls nosuch 2>/dev/null; echo $?
ls nosuch > both 2>&1; cat both
ls nosuch &> both; cat both
exec 3> three; echo to three >&3; exec 3>&-; cat three
exec 4< f; read -u 4 line; echo $line; read line <&4; echo $line; exec 4<&-
cat <(echo a) <(echo b)
diff <(seq 3) <(seq 4); echo $?
while read -r a b; do echo "$b $a"; done <<< $'1 2\n3 4'
echo x > /nosuch/file; echo $?
cat < nosuch; echo $?
set -o noclobber; echo y > f; echo $?; echo y >| f; cat f
mapfile -t lines < <(seq 3); echo ${lines[@]}
echo text | tee copy | tr a-z A-Z; cat copy
read -r x y <<< "a b c"; echo "$y"; IFS=: read -ra parts <<< "x:y:z"; echo ${parts[1]}
echo 5>&1; : > empty; [ -s empty ]; echo $?
