a=(); echo ${#a[@]} "${a[@]}"; a[5]=x; a+=([9]=y z); declare -p a
b=("${a[@]}"); declare -p b; unset a[5]; echo ${!a[@]}
for i in "${!b[@]}"; do echo "$i:${b[i]}"; done; echo "${b[@]: -2}" "${b[@]#?}"
declare -A h; h[x]=1; h[y z]="a b"; h+=([w]=3); for k in w x "y z"; do echo "$k ${h[$k]}"; done; echo ${#h[@]}; unset 'h[x]'; [[ -v h[x] ]] || echo gone; [[ -v h[w] ]] && echo there
s=(c a b); IFS=$'\n' sorted=($(sort <<<"${s[*]}")); unset IFS; echo "${sorted[@]}"
f() { local -a l=("$@"); echo "${#l[@]} ${l[1]}"; }; f 1 "2 3" 4
str="a b c"; w=($str); echo ${w[2]} ${#w}; m=(1 2 3); ((m[1]+=5)); echo "${m[@]}" $((m[0]+m[2]))
x=(a b); x=("${x[@]}" c); echo "${x[*]}"; y=${x[@]}; echo "$y"; echo "${x[@]@Q}"; readonly -a ra=(1); ra[0]=2
echo $?
